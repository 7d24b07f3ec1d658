/** A real broker and registry for integration tests, embedded or in a container. */
@NullMarked
package io.habeas.testkit.platform;

import org.jspecify.annotations.NullMarked;
