/**
 * The servers that Habeas stands on (broker, registry, document store, relational store, mail), as
 * they are published in Maven artifacts: started with one call, on a data directory of their own.
 */
@NullMarked
package io.habeas.platform;

import org.jspecify.annotations.NullMarked;
