export function trinoJavaHome(): string | undefined;
export const noJdk: string;
