/** Where secrets of a service come from. */
@NullMarked
package io.habeas.chassis.secrets;

import org.jspecify.annotations.NullMarked;
