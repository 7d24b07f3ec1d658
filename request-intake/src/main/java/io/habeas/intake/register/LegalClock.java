package io.habeas.intake.register;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;

/**
 * When an answer is due (Art. 12(3) GDPR; Regulation 1182/71 Art. 3). Pure: the same receipt gives
 * the same dates.
 */
public final class LegalClock {
  private static final Period STATUTE = Period.ofMonths(1);
  private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

  private final ZoneId zone;
  private final Period promise;
  private final PublicHolidays holidays;

  /**
   * @param zone the controller's time zone, in which a receipt falls on a day
   * @param promise how long the controller promised to take
   * @param holidays the public holidays of the controller's country
   */
  public LegalClock(ZoneId zone, Period promise, PublicHolidays holidays) {
    this.zone = zone;
    this.promise = promise;
    this.holidays = holidays;
  }

  /** The dates of a request received at {@code receivedAt}. */
  public DueDates datesOf(Instant receivedAt) {
    LocalDate receivedOn = dateOf(receivedAt);
    LocalDate statutory = receivedOn.plus(STATUTE);
    LocalDate rolled = nextWorkingDay(statutory);
    LocalDate promised = receivedOn.plus(promise);
    return new DueDates(
        receivedOn, statutory, rolled, promised.isBefore(rolled) ? promised : rolled);
  }

  /** The day on which {@code instant} falls for the controller. */
  public LocalDate dateOf(Instant instant) {
    return instant.atZone(zone).toLocalDate();
  }

  /** The instant at which {@code date} begins for the controller. */
  public Instant startOf(LocalDate date) {
    return date.atStartOfDay(zone).toInstant();
  }

  /** The same time of day, {@code period} later, for the controller. */
  public Instant after(Instant instant, Period period) {
    return instant.atZone(zone).plus(period).toInstant();
  }

  private LocalDate nextWorkingDay(LocalDate date) {
    LocalDate day = date;
    while (WEEKEND.contains(day.getDayOfWeek()) || holidays.isHoliday(day)) {
      day = day.plusDays(1);
    }
    return day;
  }

  /**
   * The dates that follow from a receipt.
   *
   * @param receivedOn the day of receipt
   * @param statutory the same day-number of the next month, or its last day (L1); the internal
   *     target
   * @param rolled the same, moved to the next working day where it falls on none (L2)
   * @param dueOn the earlier of the statute's and the promise's date (L3): the date to keep
   */
  public record DueDates(
      LocalDate receivedOn, LocalDate statutory, LocalDate rolled, LocalDate dueOn) {}
}
