package io.habeas.intake.register;

import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.LocalDate;
import java.util.Locale;

/** The public holidays that a country has everywhere; those of its regions do not count. */
public final class CountryHolidays implements PublicHolidays {
  private final HolidayManager calendar;

  private CountryHolidays(HolidayManager calendar) {
    this.calendar = calendar;
  }

  /**
   * @param country its ISO 3166 code
   * @throws IllegalArgumentException if no calendar of that country is known
   */
  public static CountryHolidays of(String country) {
    String code = country.toLowerCase(Locale.ROOT);
    if (HolidayManager.getSupportedCalendarCodes().stream().noneMatch(code::equalsIgnoreCase)) {
      throw new IllegalArgumentException(
          "Expected a country with a known calendar of public holidays but got " + country);
    }
    return new CountryHolidays(HolidayManager.getInstance(ManagerParameters.create(code)));
  }

  @Override
  public boolean isHoliday(LocalDate date) {
    return calendar.isHoliday(date, HolidayType.PUBLIC_HOLIDAY);
  }
}
