/** Secrets that are made at the first start and kept in the data directory. */
@NullMarked
package io.habeas.standalone.secrets;

import org.jspecify.annotations.NullMarked;
