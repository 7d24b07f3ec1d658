/**
 * The shell around a pure policy. A service describes its process with a {@link ProcessDefinition};
 * the engine runs it on Kafka Streams, exactly once, and keeps its state, its wake-ups and what it
 * could not read.
 */
@NullMarked
package io.habeas.process;

import org.jspecify.annotations.NullMarked;
