@NullMarked
package io.habeas.verifier.directives;

import org.jspecify.annotations.NullMarked;
