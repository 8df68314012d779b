package io.redstart.api.rules;

/** What a declaration says beside its annotations. */
public enum Trait {
    PUBLIC,
    STATIC,
    ABSTRACT,
    /** It has type parameters of its own. */
    GENERIC,
    /** A class that belongs to an object of another class, or to a method. */
    INNER
}
