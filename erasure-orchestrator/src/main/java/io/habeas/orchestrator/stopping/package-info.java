/**
 * Processing for a purpose stops: the person objects to direct marketing, which nobody weighs (Art.
 * 21(2), (3); L27), or withdraws consent (Art. 7(3)). No store is searched and nothing is erased;
 * everybody who follows directives is directed.
 */
@NullMarked
package io.habeas.orchestrator.stopping;

import org.jspecify.annotations.NullMarked;
