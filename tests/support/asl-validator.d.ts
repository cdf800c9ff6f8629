declare module 'asl-validator' {
  /** Validates a definition against the schema of Amazon States Language. */
  export default function validate(
    definition: object,
    options?: { readonly checkArn?: boolean; readonly checkPaths?: boolean },
  ): { readonly isValid: boolean; errorsText(separator?: string): string };
}
