/**
 * What participants must respect from now on: kept as long as it counts, the latest for each person
 * and purpose, and taken back after that.
 */
@NullMarked
package io.habeas.orchestrator.directives;

import org.jspecify.annotations.NullMarked;
