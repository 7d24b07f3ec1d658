/** Tests. */
@NullMarked
package io.habeas.storeagent.jdbc;

import org.jspecify.annotations.NullMarked;
