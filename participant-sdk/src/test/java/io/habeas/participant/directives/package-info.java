@NullMarked
package io.habeas.participant.directives;

import org.jspecify.annotations.NullMarked;
