/**
 * Listeners whose effect leaves Kafka: at least once, in order per partition, acknowledged only
 * after the effect is durably recorded.
 */
@NullMarked
package io.habeas.process.listener;

import org.jspecify.annotations.NullMarked;
