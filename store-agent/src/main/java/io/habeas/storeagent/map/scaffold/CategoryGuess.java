package io.habeas.storeagent.map.scaffold;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Guesses from a name what a field holds. Names lie; a person has to look at every guess. */
final class CategoryGuess {
  private static final List<Rule> RULES =
      List.of(
          rule("user.device.ip_address", "(.*_)?ip(_addr(ess)?)?|(.*_)?ipaddr(ess)?|remote_addr"),
          rule("user.contact.email", "(.*_)?(e_?mail)(_addr(ess)?|_\\d)?"),
          rule("user.contact.fax_number", "(.*_)?fax(_.*)?"),
          rule(
              "user.contact.phone_number",
              "(.*_)?(phone|mobile|telephone|tel|cell_?phone|msisdn)(_(no|nr|number|\\d))?"),
          rule("user.authorization.password", "(.*_)?(password|passwd|pwd|passphrase)(_.*)?"),
          rule("user.account.username", "(user|login|nick|screen)_?name|login|nick|handle"),
          rule("user.name.first", "(first|given|fore)_?names?|fname"),
          rule("user.name.last", "(last|family|sur)_?names?|lname"),
          rule(
              "user.name",
              "((full|display|middle|maiden|payer|holder|person|customer|contact|owner|recipient"
                  + "|author|patient|employee|member|guest|client)_?)names?(_.*)?"),
          rule(
              "user.demographic.date_of_birth",
              "(.*_)?(birth_?(day|date)?|dob|born)(_(on|at|date))?|date_of_birth"),
          rule("user.demographic.gender", "gender|sex|salutation"),
          rule(
              "user.contact.address.postal_code", "(.*_)?(zip|zip_?code|post(al)?_?code|postcode)"),
          rule("user.contact.address.city", "(.*_)?(city|town)"),
          rule("user.contact.address.country", "(.*_)?country(_code)?"),
          rule("user.contact.address.street", "(.*_)?(street|house|addr(ess)?_?line)(_.*|\\d)?"),
          rule("user.contact.address", "(.*_)?addr(ess)?(_\\d)?"),
          rule("user.financial.bank_account", "(.*_)?(iban|bic|bank_?account|account_(no|number))"),
          rule("user.financial.credit_card", "(.*_)?(card|ccn|credit_?card|pan)(_.*)?"),
          rule(
              "user.government_id.national_identification_number",
              "(.*_)?(ssn|bsn|nino|national_id|tax_(id|number))"),
          rule("user.government_id.passport_number", "(.*_)?passport(_.*)?"),
          rule("user.location.precise", "(.*_)?(lat|latitude|lon|lng|longitude|geo|location)"),
          rule("user.device.cookie_id", "(.*_)?cookie(_id)?"),
          rule("user.device.device_id", "(.*_)?(device|imei|idfa|gaid)_?id|imei"),
          rule("user.device", "(.*_)?user_?agent"),
          rule("user.demographic.language", "(.*_)?(language|locale)"),
          rule(
              "user.unique_id",
              "(user|customer|account|person|member|client|patient|employee|subscriber|owner"
                  + "|telegram)_?(id|uuid|guid|no|number)"));

  private static final Pattern ADDRESS_OF_MAIL =
      Pattern.compile("(.*_)?(e_?mail)(_addr(ess)?|_\\d)?");

  private CategoryGuess() {}

  /** The data category that a field of this name probably is of; empty for no idea. */
  static Optional<String> category(String name) {
    String plain = plain(name);
    return RULES.stream()
        .filter(rule -> rule.names().matcher(plain).matches())
        .map(Rule::category)
        .findFirst();
  }

  /** The identifier type of a field of this name; empty if people are not looked up by it. */
  static Optional<String> identity(String name) {
    return ADDRESS_OF_MAIL.matcher(plain(name)).matches() ? Optional.of("email") : Optional.empty();
  }

  /** Words in lower case between underscores. */
  private static String plain(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("[^A-Za-z0-9]+", "_")
        .toLowerCase(Locale.ROOT);
  }

  private static Rule rule(String category, String names) {
    return new Rule(category, Pattern.compile(names));
  }

  private record Rule(String category, Pattern names) {}
}
