/** The form in which a store's copy of a person's records travels to the packager, sealed. */
@NullMarked
package io.habeas.schemas.part;

import org.jspecify.annotations.NullMarked;
