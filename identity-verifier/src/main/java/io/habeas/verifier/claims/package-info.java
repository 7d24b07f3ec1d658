/** What a participant may be told about a person, for which task, and what it may add. */
@NullMarked
package io.habeas.verifier.claims;

import org.jspecify.annotations.NullMarked;
