/** How services say no over HTTP (RFC 9457). */
@NullMarked
package io.habeas.chassis.problems;

import org.jspecify.annotations.NullMarked;
