/** Tests of what is done in a Redis database, against a real server. */
@NullMarked
package io.habeas.storeagent.redis;

import org.jspecify.annotations.NullMarked;
