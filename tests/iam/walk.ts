import ts from 'typescript';

/** What code that starts at an entry point can do, as far as permissions go. */
export interface Reach {
  /** Commands of the SDK that it can make: `GetItemCommand`. */
  readonly commands: ReadonlySet<string>;
  /** Kinds of writes of a RecordStore that it can ask for: `put`, `delete`, `check`. */
  readonly writes: ReadonlySet<string>;
  /** Names of the project's functions that it can call. */
  readonly functions: ReadonlySet<string>;
}

/** A member of an object of ours: reached when reached code calls it on a type that the object fits. */
interface Member {
  readonly body: ts.Node;
  readonly owner: ts.Type;
}

const isFunction = (node: ts.Node | undefined): boolean =>
  node !== undefined && (ts.isArrowFunction(node) || ts.isFunctionExpression(node));
const isPort = (declaration: ts.Declaration): boolean =>
  declaration.getSourceFile().fileName.endsWith('/domain/ports.ts');
const isOurs = (node: ts.Node): boolean => !node.getSourceFile().isDeclarationFile;

/**
 * Rapid type analysis (Bacon and Sweeney, OOPSLA 1996): a method is reached where reached code calls it on a type that
 * its class fits and reached code names the class. It errs towards more: each branch of a condition counts, and a function
 * that is named counts as called. What is declared in modules waits until it is named.
 */
export class Walk {
  readonly #checker: ts.TypeChecker;
  readonly #seen = new Set<ts.Node>();
  readonly #todo: ts.Node[] = [];
  readonly #members = new Map<string, Member[]>();
  readonly #calls = new Map<string, Set<ts.Type>>();
  readonly #commands = new Set<string>();
  readonly #writes = new Set<string>();
  readonly #functions = new Set<string>();

  constructor(checker: ts.TypeChecker, entry: ts.SourceFile) {
    this.#checker = checker;
    this.#reach(entry);
  }

  reach(): Reach {
    for (let node = this.#todo.pop(); node; node = this.#todo.pop()) {
      if (ts.isClassLike(node)) this.#class(node);
      else ts.forEachChild(node, (child) => this.#visit(child));
    }
    return { commands: this.#commands, writes: this.#writes, functions: this.#functions };
  }

  #reach(node: ts.Node): void {
    if (this.#seen.has(node)) return;
    this.#seen.add(node);
    this.#todo.push(node);
  }

  #visit(node: ts.Node): void {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isClassLike(node)) {
      this.#reach(node);
      return;
    }
    if (ts.isObjectLiteralExpression(node)) {
      this.#object(node);
      return;
    }
    if (ts.isNewExpression(node)) this.#construct(node);
    else if (ts.isPropertyAccessExpression(node))
      this.#use(
        this.#checker.getSymbolAtLocation(node.name),
        this.#checker.getTypeAtLocation(node.expression),
      );
    else if (ts.isBindingElement(node)) this.#take(node);
    else if (ts.isIdentifier(node)) this.#name(this.#checker.getSymbolAtLocation(node));
    ts.forEachChild(node, (child) => this.#visit(child));
  }

  /** Its constructor and its fields run; its methods wait for calls. */
  #class(node: ts.ClassLikeDeclaration): void {
    const owner = this.#checker.getTypeAtLocation(node);
    for (const clause of node.heritageClauses ?? [])
      if (clause.token === ts.SyntaxKind.ExtendsKeyword)
        for (const { expression } of clause.types) this.#visit(expression);
    for (const member of node.members) {
      if (ts.isMethodDeclaration(member) || ts.isAccessor(member)) this.#wait(member.name, member, owner);
      else this.#reach(member);
    }
  }

  /** Functions under the name of a port's method wait for calls; anything else is visited. */
  #object(node: ts.ObjectLiteralExpression): void {
    const wanted = this.#checker.getContextualType(node);
    for (const property of node.properties) {
      if (ts.isPropertyAssignment(property) && property.name.getText() === 'op')
        if (ts.isStringLiteral(property.initializer)) this.#writes.add(property.initializer.text);
      const isMethod =
        ts.isMethodDeclaration(property) ||
        (ts.isPropertyAssignment(property) && isFunction(property.initializer));
      const declared = isMethod ? wanted?.getProperty(property.name.getText())?.declarations : undefined;
      if (isMethod && wanted && declared?.some(isPort)) this.#wait(property.name, property, wanted);
      else if (ts.isShorthandPropertyAssignment(property))
        this.#name(this.#checker.getShorthandAssignmentValueSymbol(property));
      else this.#visit(property);
    }
  }

  #wait(name: ts.PropertyName, body: ts.Node, owner: ts.Type): void {
    const key = name.getText();
    this.#members.set(key, [...(this.#members.get(key) ?? []), { body, owner }]);
    for (const receiver of this.#calls.get(key) ?? []) this.#match({ body, owner }, receiver);
  }

  #match({ body, owner }: Member, receiver: ts.Type): void {
    if (!this.#seen.has(body) && this.#checker.isTypeAssignableTo(owner, receiver)) this.#reach(body);
  }

  /** A member of a class is reached itself; one that an interface declares is reached in all objects that fit. */
  #use(symbol: ts.Symbol | undefined, of: ts.Type): void {
    const declarations = (symbol?.declarations ?? []).filter(isOurs);
    if (!symbol || declarations.length === 0) return;
    const bodies = declarations.filter(
      (declaration) => ts.isMethodDeclaration(declaration) || ts.isAccessor(declaration),
    );
    for (const body of bodies) this.#reach(body);
    if (bodies.length === declarations.length) return;
    const receiver = this.#checker.getNonNullableType(this.#checker.getApparentType(of));
    const receivers = this.#calls.get(symbol.name) ?? new Set();
    this.#calls.set(symbol.name, receivers.add(receiver));
    for (const member of this.#members.get(symbol.name) ?? []) this.#match(member, receiver);
  }

  /** `const { get } = store` */
  #take(node: ts.BindingElement): void {
    const name = node.propertyName ?? node.name;
    if (!ts.isIdentifier(name)) return;
    const of = this.#checker.getTypeAtLocation(node.parent);
    this.#use(of.getProperty(name.text), of);
  }

  /** What a module declares is reached when it is named; what a function declares is visited with the function. */
  #name(symbol: ts.Symbol | undefined): void {
    const named =
      symbol && symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of (named?.declarations ?? []).filter(isOurs)) {
      const isValue =
        ts.isFunctionDeclaration(declaration) ||
        ts.isClassDeclaration(declaration) ||
        ts.isVariableDeclaration(declaration);
      if (!isValue) continue;
      if (declaration.name && ts.isIdentifier(declaration.name)) this.#functions.add(declaration.name.text);
      this.#reach(declaration);
    }
  }

  #construct({ expression }: ts.NewExpression): void {
    if (!ts.isIdentifier(expression)) return;
    const [declaration] = this.#checker.getSymbolAtLocation(expression)?.declarations ?? [];
    if (!declaration || !ts.isImportSpecifier(declaration)) return;
    const { moduleSpecifier } = declaration.parent.parent.parent;
    const name = (declaration.propertyName ?? declaration.name).text;
    const isSdk = ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text.startsWith('@aws-sdk/client-');
    if (isSdk && name.endsWith('Command')) this.#commands.add(name);
  }
}
