/**
 * Art. 17: one erasure over every required participant, from the accepted request to the proven
 * end.
 */
@NullMarked
package io.habeas.orchestrator.erasure;

import org.jspecify.annotations.NullMarked;
