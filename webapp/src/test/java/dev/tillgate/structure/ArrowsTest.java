package dev.tillgate.structure;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.tillgate.catalog.ChatChannels;
import dev.tillgate.catalog.Platforms;
import dev.tillgate.catalog.Providers;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.provider.ProviderType;

/** The arrows of the house: who may know whom. A wrong rule is changed here in the open, with a decision record. */
@AnalyzeClasses(packages = "dev.tillgate", importOptions = ArrowsTest.OnlyWhatShips.class)
class ArrowsTest {
    /** Without tests, be they folders (mvn test) or the archives other modules' tests use (mvn verify). */
    static final class OnlyWhatShips implements ImportOption {
        private static final ImportOption NO_TEST_FOLDERS = new ImportOption.DoNotIncludeTests();

        @Override
        public boolean includes(Location location) {
            return NO_TEST_FOLDERS.includes(location) && !location.contains("-tests.jar");
        }
    }

    private static final String PERSISTENCE = "jakarta.persistence..";

    @ArchTest
    static final ArchRule moneyKnowsNobody = onlyKnows("..tillgate.money..", "..tillgate.money..");

    @ArchTest
    static final ArchRule paymentKnowsMoney =
            onlyKnows("..tillgate.payment..", "..tillgate.payment..", "..tillgate.money..");

    @ArchTest
    static final ArchRule providersKnowPaymentAndMoney =
            onlyKnows("..tillgate.provider..", "..tillgate.provider..", "..tillgate.payment..", "..tillgate.money..");

    @ArchTest
    static final ArchRule theLedgerKnowsPaymentAndMoney =
            onlyKnows("..tillgate.ledger..", "..tillgate.ledger..", "..tillgate.payment..", "..tillgate.money..");

    @ArchTest
    static final ArchRule flowsDoNotKnowWhoImplementsTheirPorts = onlyKnows(
            "..tillgate.flow..",
            "..tillgate.flow..",
            "..tillgate.ledger..",
            "..tillgate.provider",
            "..tillgate.payment..",
            "..tillgate.money..");

    /** The sandbox bank is also known to the web application, which serves it. */
    @ArchTest
    static void onlyACatalogKnowsOneProvider(JavaClasses all) {
        for (ProviderType type : Providers.ALL) {
            String home = type.provider().getPackageName() + "..";
            String[] friends = type.id().equals("sandbox")
                    ? new String[] {home, "..catalog..", "..webapp.."}
                    : new String[] {home, "..catalog.."};
            noClasses()
                    .that()
                    .resideInAPackage("dev.tillgate..")
                    .and()
                    .resideOutsideOfPackages(friends)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(home)
                    .check(all);
        }
    }

    /** What they share is in {@code platform} and {@code platform.signed}. */
    @ArchTest
    static void platformsDoNotKnowEachOther(JavaClasses all) {
        for (PlatformType type : Platforms.ALL) {
            String home = type.platform().getPackageName() + "..";
            noClasses()
                    .that()
                    .resideInAPackage("..tillgate.platform..")
                    .and()
                    .resideOutsideOfPackage(home)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(home)
                    .check(all);
        }
    }

    /** What they share is in {@code chat.channel}, {@code chat.signed}, {@code chat.tencent} and {@code chat.meta}. */
    @ArchTest
    static void chatChannelsDoNotKnowEachOther(JavaClasses all) {
        for (ChannelType type : ChatChannels.ALL) {
            String home = type.channel().getPackageName() + "..";
            noClasses()
                    .that()
                    .resideInAPackage("..tillgate.chat..")
                    .and()
                    .resideOutsideOfPackage(home)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(home)
                    .check(all);
        }
    }

    @ArchTest
    static final ArchRule onlyTencentsChannelsKnowWhatTheyShare = noClasses()
            .that()
            .resideOutsideOfPackages("..chat.tencent..", "..chat.wechat..", "..chat.wecom..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..chat.tencent..");

    /** It goes to shops, alone. */
    @ArchTest
    static final ArchRule theClientForShopsKnowsNobody = onlyKnows("..tillgate.client..", "..tillgate.client..");

    @ArchTest
    static final ArchRule hibernateOnlyInTheStore = noClasses()
            .that()
            .resideOutsideOfPackage("..tillgate.store..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PERSISTENCE, "org.hibernate..");

    @ArchTest
    static final ArchRule rowsStayInTheStore = classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .bePackagePrivate();

    @ArchTest
    static final ArchRule theWebOnlyInTheWebApplication = noClasses()
            .that()
            .resideOutsideOfPackage("..tillgate.webapp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("jakarta.servlet..", "jakarta.ws.rs..", "org.glassfish..");

    @ArchTest
    static final ArchRule onlyTheProvidersHttpSpeaksHttp = noClasses()
            .that()
            .resideOutsideOfPackages("..tillgate.provider.http..", "..tillgate.webapp.demo..", "..tillgate.client..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.tillgate.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noMoneyInFloatingPoint = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(
                    "..tillgate.money..", "..tillgate.payment..", "..tillgate.ledger..", "..tillgate.flow..")
            .should()
            .haveRawType(isFloating());

    @ArchTest
    static final ArchRule noChangeableStatics =
            fields().that().areStatic().should().beFinal();

    private static ArchRule onlyKnows(String who, String... ours) {
        DescribedPredicate<JavaClass> strangers = JavaClass.Predicates.resideInAPackage("dev.tillgate..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(ours)));
        return noClasses().that().resideInAPackage(who).should().dependOnClassesThat(strangers);
    }

    private static DescribedPredicate<JavaClass> isFloating() {
        return DescribedPredicate.describe(
                "a floating-point type",
                type -> type.isEquivalentTo(double.class)
                        || type.isEquivalentTo(float.class)
                        || type.isEquivalentTo(Double.class)
                        || type.isEquivalentTo(Float.class));
    }
}
