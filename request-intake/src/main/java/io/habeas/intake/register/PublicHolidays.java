package io.habeas.intake.register;

import java.time.LocalDate;

/** The days, besides Saturdays and Sundays, on which no due date falls. */
@FunctionalInterface
public interface PublicHolidays {

  /** Whether {@code date} is a public holiday in the whole country. */
  boolean isHoliday(LocalDate date);
}
