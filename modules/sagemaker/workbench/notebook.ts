import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SagemakerNotebookInstance } from '@cdktf/provider-aws/lib/sagemaker-notebook-instance/index.js';
import { SagemakerNotebookInstanceLifecycleConfiguration } from '@cdktf/provider-aws/lib/sagemaker-notebook-instance-lifecycle-configuration/index.js';
import { Fn } from 'cdktf';
import { Construct } from 'constructs';
import { addChecks, isArn, matches, within } from '../../validation.ts';
import type { StudioNetwork } from './studio-domain.ts';

export interface NotebookProps {
  /** At most 63 letters, digits or hyphens; its lifecycle configuration has the same. */
  readonly name: string;
  readonly roleArn: string;
  readonly keyArn: string;
  /** `ml.t3.medium`. */
  readonly instanceType: string;
  readonly volumeGiB: number;
  /** It stops itself when nobody has worked on it for so long. */
  readonly idleMinutes: number;
  /** By which alone it reaches anything. */
  readonly network: Omit<StudioNetwork, 'vpcId'>;
}

/** A notebook instance that stops itself: encrypted disk, no root, no way out but its network, metadata by IMDSv2 only. */
export class Notebook extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: NotebookProps) {
    super(scope, id);
    const { name, network, idleMinutes } = props;
    addChecks(this, () => [
      matches('name', name, /^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/, 'at most 63 letters, digits or hyphens'),
      isArn('roleArn', props.roleArn),
      isArn('keyArn', props.keyArn),
      matches('instanceType', props.instanceType, /^ml\.[a-z0-9]+\.[a-z0-9]+$/, 'such as ml.t3.medium'),
      within('volumeGiB', props.volumeGiB, 5, 16_384),
      within('idleMinutes', idleMinutes, 10, 24 * 60),
    ]);
    const lifecycle = new SagemakerNotebookInstanceLifecycleConfiguration(this, 'lifecycle', {
      name,
      onStart: Buffer.from(onStart(idleMinutes)).toString('base64'),
    });
    const notebook = new SagemakerNotebookInstance(this, 'instance', {
      name,
      roleArn: props.roleArn,
      instanceType: props.instanceType,
      volumeSize: props.volumeGiB,
      kmsKeyId: props.keyArn,
      platformIdentifier: 'notebook-al2-v3',
      rootAccess: 'Disabled',
      instanceMetadataServiceConfiguration: { minimumInstanceMetadataServiceVersion: '2' },
      lifecycleConfigName: lifecycle.name,
      directInternetAccess: 'Disabled',
      subnetId: Fn.element([...network.subnetIds], 0) as string,
      securityGroups: [...network.securityGroupIds],
    });
    this.name = notebook.name;
  }
}

const program = path.join(import.meta.dirname, 'stop-when-idle.py');

/** Runs as root at each start, whatever the person at the notebook may do. */
const onStart = (idleMinutes: number): string => `#!/bin/bash
set -euo pipefail
cat > /usr/local/bin/stop-when-idle.py <<'PROGRAM'
${readFileSync(program, 'utf8')}PROGRAM
echo '*/5 * * * * root IDLE_MINUTES=${idleMinutes} /usr/bin/python3 /usr/local/bin/stop-when-idle.py >> /var/log/stop-when-idle.log 2>&1' > /etc/cron.d/stop-when-idle
`;
