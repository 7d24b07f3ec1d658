/** What every service process of Habeas has, whatever its business. */
@NullMarked
package io.habeas.chassis;

import org.jspecify.annotations.NullMarked;
