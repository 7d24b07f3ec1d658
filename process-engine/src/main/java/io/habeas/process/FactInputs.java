package io.habeas.process;

import io.habeas.process.ProcessDefinition.Input;
import io.habeas.process.ProcessDefinition.Outbound;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a process must know beside what happens to its instances: facts, of which whoever writes
 * them puts a copy into every partition. They are kept in a store of the partition, the last
 * statement of each, and a policy decides by those that are known when it does.
 *
 * @param inputs where facts are stated: topics with as many partitions as the process' other inputs
 *     and written by us. A fact is known by its topic and key; a record without value takes it back
 * @param policy the policy that decides by these facts; pure, and made anew whenever they change
 * @param changed the event by which an instance learns that something it {@linkplain
 *     Transition#waitingFor waits for} may be another now; it comes some time after the change, and
 *     may come without one
 * @param acknowledgement what is to be said once a fact is in force in a partition; empty for
 *     nothing
 * @param watched names of topics of which a policy must know whether they can be written, each with
 *     the subject that is waited for meanwhile
 */
public record FactInputs<S, E, C, F>(
    List<Input<?, Statement<F>>> inputs,
    Function<Facts<F>, Policy<S, E, C>> policy,
    Function<Instant, E> changed,
    BiFunction<F, Integer, Optional<Acknowledgement<S>>> acknowledgement,
    Map<String, String> watched) {

  public FactInputs {
    inputs = List.copyOf(inputs);
    watched = Map.copyOf(watched);
    if (inputs.stream().anyMatch(Input::repartition)) {
      throw new IllegalArgumentException(
          "Expected facts that lie in every partition as they are but some are repartitioned");
    }
  }

  /**
   * One statement of a fact.
   *
   * @param subject what it is about: the code for which instances wait
   * @param order a statement of lower order than the one that is known changes nothing, whenever it
   *     comes; of equal ones the last to arrive counts
   * @param fact what is so from now on; null if nothing is
   */
  public record Statement<F>(String subject, long order, @Nullable F fact) {}

  /**
   * What is said once a fact is in force in a partition: no decision that is made there from then
   * on ignores it. It is said once, but for the time that it takes to say it: a fact that changes
   * meanwhile is acknowledged as what it has become.
   *
   * @param counted which instances are counted for it
   * @param said what to write, given how many instances counted when they were looked at, which is
   *     after the fact was in force, and when that was done
   */
  public record Acknowledgement<S>(
      Predicate<S> counted, BiFunction<Long, Instant, Outbound<?>> said) {}
}
