/** The connection to Kafka and the registry, and the running of what a service declares. */
@NullMarked
package io.habeas.chassis.messaging;

import org.jspecify.annotations.NullMarked;
