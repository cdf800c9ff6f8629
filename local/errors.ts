/** Names of these errors mean "exit code 2" to the command line: something that the user can put right. */
abstract class LocalError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A file of the home folder cannot be used as it is. It is left untouched. */
export class BrokenStateError extends LocalError {}

/** Another platform works in this home folder. */
export class HomeInUseError extends LocalError {}

/** The address cannot be listened on. */
export class AddressInUseError extends LocalError {}
