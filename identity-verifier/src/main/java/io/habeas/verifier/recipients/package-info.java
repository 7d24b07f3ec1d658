/**
 * What recipients are told of a person (Art. 19): by what each knows them, kept apart from the
 * request's entry and no longer than until the recipient is told.
 */
@NullMarked
package io.habeas.verifier.recipients;

import org.jspecify.annotations.NullMarked;
