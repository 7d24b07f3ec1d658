/** Carrying out what a data map says of the keys in a Redis database. */
@NullMarked
package io.habeas.storeagent.redis;

import org.jspecify.annotations.NullMarked;
