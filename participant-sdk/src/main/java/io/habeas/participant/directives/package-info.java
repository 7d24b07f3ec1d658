/** What this participant must respect from now on, looked up in memory. */
@NullMarked
package io.habeas.participant.directives;

import org.jspecify.annotations.NullMarked;
