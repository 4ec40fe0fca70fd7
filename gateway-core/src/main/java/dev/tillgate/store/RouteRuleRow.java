package dev.tillgate.store;

import dev.tillgate.flow.route.Cost;
import dev.tillgate.flow.route.RouteRule;
import dev.tillgate.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "route_rule")
@IdClass(RouteRuleRow.Key.class)
@SuppressWarnings("NullAway.Init")
class RouteRuleRow {
    @Id
    String merchantId;

    @Id
    String storeId;

    @Id
    String method;

    @Id
    String accountId;

    @Nullable
    Long least;

    @Nullable
    Long most;

    @Nullable
    @Column(columnDefinition = "char(3)")
    String limitCurrency;

    String currencies;
    String countries;

    @Nullable
    Integer costPoints;

    @Nullable
    Long costFixed;

    @Nullable
    @Column(columnDefinition = "char(3)")
    String costCurrency;

    int share;

    record Key(String merchantId, String storeId, String method, String accountId) {}

    static RouteRuleRow of(Key key, RouteRule rule) {
        RouteRuleRow row = new RouteRuleRow();
        row.merchantId = key.merchantId;
        row.storeId = key.storeId;
        row.method = key.method;
        row.accountId = key.accountId;
        row.least = minor(rule.least());
        row.most = minor(rule.most());
        row.limitCurrency = rule.least() == null ? currency(rule.most()) : currency(rule.least());
        row.currencies = String.join(" ", new TreeSet<>(rule.currencies()));
        row.countries = String.join(" ", new TreeSet<>(rule.countries()));
        Cost cost = rule.cost();
        if (cost != null) {
            row.costPoints = cost.basisPoints();
            row.costFixed = minor(cost.fixed());
            row.costCurrency = currency(cost.fixed());
        }
        row.share = rule.share();
        return row;
    }

    RouteRule toRecord() {
        return new RouteRule(
                money(least, limitCurrency),
                money(most, limitCurrency),
                words(currencies),
                words(countries),
                costPoints == null ? null : new Cost(costPoints, money(costFixed, costCurrency)),
                share);
    }

    static @Nullable Long minor(@Nullable Money money) {
        return money == null ? null : money.minorUnits();
    }

    static @Nullable String currency(@Nullable Money money) {
        return money == null ? null : money.currencyCode();
    }

    static @Nullable Money money(@Nullable Long minor, @Nullable String currency) {
        return minor == null || currency == null ? null : Money.ofMinor(minor, currency);
    }

    static Set<String> words(@Nullable String text) {
        return text == null || text.isEmpty() ? Set.of() : Set.of(text.split(" "));
    }
}
