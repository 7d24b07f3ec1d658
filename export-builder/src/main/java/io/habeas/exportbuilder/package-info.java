/** The export builder: what reads, packages and hands over. */
@NullMarked
package io.habeas.exportbuilder;

import org.jspecify.annotations.NullMarked;
