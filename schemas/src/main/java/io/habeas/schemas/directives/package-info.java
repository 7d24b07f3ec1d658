/**
 * How directives name a person: the one thing that who writes them and who follows them must do
 * alike.
 */
@NullMarked
package io.habeas.schemas.directives;

import org.jspecify.annotations.NullMarked;
