@NullMarked
package io.habeas.schemas.directives;

import org.jspecify.annotations.NullMarked;
