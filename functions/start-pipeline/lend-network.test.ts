import { beforeEach, expect, test } from '@jest/globals';
import { World } from '../../tests/support/world.ts';
import { lendNetwork } from './lend-network.ts';

const served = { modelKey: 'executions/skin-lesion-1/model.json' };
let world: World;
const put = (name: string, body: string) => world.objects.put(`executions/skin-lesion-1/${name}`, body);
const text = async (key: string) => {
  const object = await world.objects.get(key);
  return object && new TextDecoder().decode(object.body);
};
const lent = async (execution: string) =>
  Promise.all(
    ['network.onnx', 'network.json'].map((name) => text(`executions/${execution}/champion/${name}`)),
  );

beforeEach(() => {
  world = new World();
});

test('the network in service lies where the evaluation of the new one looks for it', async () => {
  await put('network.onnx', 'weights');
  await put('network.json', '{}');
  await lendNetwork(world.objects, served, 'e');
  expect(await lent('e')).toEqual(['weights', '{}']);
});

test('delivered again it changes nothing: the evaluation may be reading', async () => {
  await put('network.onnx', 'weights');
  await put('network.json', '{}');
  await lendNetwork(world.objects, served, 'e');
  await put('network.onnx', 'others');
  await lendNetwork(world.objects, served, 'e');
  expect(await lent('e')).toEqual(['weights', '{}']);
});

test.each(['network.onnx', 'network.json'])('of a network with only %s nothing is lent', async (name) => {
  await put(name, 'half');
  await lendNetwork(world.objects, served, 'e');
  expect(await lent('e')).toEqual([undefined, undefined]);
});
