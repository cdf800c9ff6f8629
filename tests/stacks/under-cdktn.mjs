import { registerHooks } from 'node:module';

/** Gives whoever asks for cdktf its continuation, the provider's own classes included: `node --import ./under-cdktn.mjs`. */
registerHooks({
  resolve: (specifier, context, next) => next(specifier.replace(/^cdktf(?=$|\/)/, 'cdktn'), context),
});
