/** Gives a package to the front door, which gives it to the person. */
@NullMarked
package io.habeas.exportbuilder.handover;

import org.jspecify.annotations.NullMarked;
