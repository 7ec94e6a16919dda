/** What the schema says about a value's type. */
export interface TypeRule {
  readonly base: string;
  readonly regex?: string;
  readonly maxLength?: number;
  readonly range?: readonly number[];
}

/** What the schema says about an attribute of a class or an object. */
export interface AttributeRule {
  readonly type: string;
  /** The object that it holds, where `type` is `object_t`. */
  readonly object?: string;
  readonly array?: boolean;
  readonly required?: boolean;
  /** The profiles that bring it; it belongs to every event where absent. */
  readonly profiles?: readonly string[];
  /** The attribute that holds the caption of this one's value. */
  readonly sibling?: string;
  /** Value → caption. */
  readonly enum?: Readonly<Record<string, string>>;
}

export interface ObjectShape {
  readonly caption: string;
  readonly constraints?: { readonly at_least_one?: readonly string[]; readonly just_one?: readonly string[] };
  readonly attributes: Readonly<Record<string, AttributeRule>>;
}

export interface ClassShape extends ObjectShape {
  readonly uid: number;
  readonly category: number;
}
