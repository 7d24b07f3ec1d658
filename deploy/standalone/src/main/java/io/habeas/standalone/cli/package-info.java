/** The command line, {@code ./habeas}. */
@NullMarked
package io.habeas.standalone.cli;

import org.jspecify.annotations.NullMarked;
