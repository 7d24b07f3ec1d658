/**
 * Random histories of one erasure: a world in which everything goes wrong for a while and then
 * nothing does any more, and what is promised whatever happens.
 *
 * <ul>
 *   <li>What is simulated: {@code World}, with {@code FakeStore}s, the controller's {@code
 *       Configuration}, {@code KnownFacts}, the {@code Wire}, the verifier's gate ({@code
 *       FakeGatekeeper}) and {@code Dice}. {@code Orchestrator} is the engine around the policy
 *       that is tested; what it decided is on the {@code Trail}.
 *   <li>What disturbs it: {@code Disturbances}, the {@code Officer}, {@code UnaskedReports}, and
 *       what the wire and the stores lose, repeat and put off.
 *   <li>What is promised: {@code InvariantsOfAsking} of everything that stores are asked, {@code
 *       InvariantsOfTelling} of everything that is told and of the end, {@code InvariantsOfWaiting}
 *       of every state in between.
 * </ul>
 *
 * <p>The same seed always gives the same history: whoever adds a throw of {@code Dice} to one that
 * there is makes every seed another history.
 */
@NullMarked
package io.habeas.orchestrator.erasure.history;

import org.jspecify.annotations.NullMarked;
