package io.redstart.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.server.transport.Ticket.Verdict;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Duration ANY = Duration.ofSeconds(5);

    private final List<String> hits = new ArrayList<>();
    private final Set<String> proxies = Set.of("10.0.0.1");
    private long now = 1_000;
    private Admission admission = with(100, 100, 20, 50);

    private void bounds(int all, int perAddress, int newPerSecond, int newBurst) {
        admission = with(all, perAddress, newPerSecond, newBurst);
    }

    private Admission with(int all, int perAddress, int newPerSecond, int newBurst) {
        return new Admission(
                new AdmissionSettings(all, perAddress, newPerSecond, newBurst, ANY, ANY, 64),
                address -> proxies.contains(address.getHostAddress()),
                () -> now,
                hits::add);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private Ticket comes(String from) {
        return Objects.requireNonNull(admission.arrive(address(from)));
    }

    private Verdict verdict(String from) {
        return comes(from).verdict();
    }

    @Test
    void countsEachAddressByItself() {
        bounds(0, 2, 0, 1);
        Ticket first = comes("1.1.1.1");
        assertThat(verdict("1.1.1.1")).isEqualTo(Verdict.WELCOME);
        assertThat(verdict("1.1.1.1")).isEqualTo(Verdict.TOO_MANY_OF_ADDRESS);
        assertThat(verdict("1.1.1.2")).isEqualTo(Verdict.WELCOME);
        assertThat(hits).containsExactly("address-connections");
        assertThat(admission.connections()).isEqualTo(4);
        first.leave();
        assertThat(admission.connections()).isEqualTo(3);
    }

    @Test
    void countsThePlaceOfOneThatWasRefusedUntilItHasGone() {
        bounds(0, 1, 0, 1);
        Ticket first = comes("1.1.1.1");
        Ticket second = comes("1.1.1.1");
        first.leave();
        assertThat(verdict("1.1.1.1")).isEqualTo(Verdict.TOO_MANY_OF_ADDRESS);
        second.leave();
    }

    @Test
    void takesAPlaceBackOnce() {
        bounds(0, 2, 0, 1);
        Ticket first = comes("1.1.1.1");
        comes("1.1.1.1");
        first.leave();
        first.leave();
        assertThat(admission.connections()).isEqualTo(1);
        assertThat(verdict("1.1.1.1")).isEqualTo(Verdict.WELCOME);
        assertThat(verdict("1.1.1.1")).isEqualTo(Verdict.TOO_MANY_OF_ADDRESS);
    }

    @Test
    void takesANetworkOfIpv6ForOneAddress() {
        bounds(0, 1, 0, 1);
        assertThat(verdict("2001:db8:1:2::1")).isEqualTo(Verdict.WELCOME);
        assertThat(verdict("2001:db8:1:2:ffff::9")).isEqualTo(Verdict.TOO_MANY_OF_ADDRESS);
        assertThat(verdict("2001:db8:1:3::1")).isEqualTo(Verdict.WELCOME);
        assertThat(verdict("::1")).isEqualTo(Verdict.WELCOME);
        assertThat(verdict("0.0.0.0")).isEqualTo(Verdict.WELCOME);
    }

    @Test
    void takesAnIpv4AddressWrittenAsIpv6ForTheSame() {
        bounds(0, 1, 0, 1);
        assertThat(verdict("1.1.1.1")).isEqualTo(Verdict.WELCOME);
        assertThat(verdict("::ffff:1.1.1.1")).isEqualTo(Verdict.TOO_MANY_OF_ADDRESS);
    }

    @Test
    void countsHowFastTheyCome() {
        bounds(0, 0, 20, 50);
        for (int i = 0; i < 50; i++) {
            comes("1.1.1.1").leave();
        }
        Ticket refused = comes("1.1.1.1");
        assertThat(refused.verdict()).isEqualTo(Verdict.TOO_MANY_OF_ADDRESS);
        refused.leave();
        assertThat(hits).containsExactly("address-rate");
        assertThat(verdict("1.1.1.2")).isEqualTo(Verdict.WELCOME);
        now += 50;
        assertThat(verdict("1.1.1.1")).isEqualTo(Verdict.WELCOME);
        assertThat(verdict("1.1.1.1")).isEqualTo(Verdict.TOO_MANY_OF_ADDRESS);
    }

    @Test
    void cutsThoseItHasNoTimeToRefuse() {
        bounds(0, 1, 0, 1);
        comes("1.1.1.1");
        for (int i = 0; i < 50; i++) {
            assertThat(verdict("1.1.1.1")).isEqualTo(Verdict.TOO_MANY_OF_ADDRESS);
        }
        assertThat(admission.arrive(address("1.1.1.1"))).isNull();
        assertThat(admission.connections()).isEqualTo(51);
        now += 50;
        assertThat(verdict("1.1.1.1")).isEqualTo(Verdict.TOO_MANY_OF_ADDRESS);
        assertThat(admission.arrive(address("1.1.1.1"))).isNull();
    }

    @Test
    void countsThemAll() {
        bounds(2, 0, 0, 1);
        Ticket first = comes("1.1.1.1");
        comes("1.1.1.2");
        assertThat(verdict("1.1.1.3")).isEqualTo(Verdict.TOO_MANY);
        assertThat(hits).containsExactly("connections");
        first.leave();
        assertThat(verdict("1.1.1.3")).isEqualTo(Verdict.TOO_MANY);
    }

    @Test
    void countsThoseBehindAProxyWhenTheirAddressIsKnown() {
        bounds(0, 1, 0, 1);
        Ticket one = comes("10.0.0.1");
        Ticket two = comes("10.0.0.1");
        Ticket three = comes("10.0.0.1");
        assertThat(one.comesFrom(address("1.1.1.1"))).isEqualTo(Verdict.WELCOME);
        assertThat(two.comesFrom(address("1.1.1.1"))).isEqualTo(Verdict.TOO_MANY_OF_ADDRESS);
        assertThat(three.comesFrom(address("1.1.1.2"))).isEqualTo(Verdict.WELCOME);
        assertThat(verdict("1.1.1.1")).isEqualTo(Verdict.TOO_MANY_OF_ADDRESS);
        one.leave();
        two.leave();
        three.leave();
        assertThat(admission.connections()).isEqualTo(1);
    }

    @Test
    void countsAnAddressOnceThatIsItsLinesOwn() {
        bounds(0, 1, 0, 1);
        Ticket one = comes("1.1.1.1");
        assertThat(one.comesFrom(address("1.1.1.1"))).isEqualTo(Verdict.WELCOME);
        one.leave();
        assertThat(verdict("1.1.1.1")).isEqualTo(Verdict.WELCOME);
    }

    @Test
    void forgetsAddressesNobodyHasComeFromForAWhile() {
        bounds(0, 100, 20, 50);
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            tickets.add(comes("1.1.1." + i));
        }
        tickets.forEach(Ticket::leave);
        assertThat(admission.connections()).isZero();
        assertThat(admission.addresses()).isEqualTo(100);
        now += 61_000;
        admission.tick();
        assertThat(admission.addresses()).isZero();
    }

    @Test
    void remembersSoManyAddressesAndNotMore() {
        bounds(0, 100, 20, 50);
        for (int i = 0; i < 20_000; i++) {
            comes("1.1." + i / 250 + "." + i % 250).leave();
        }
        admission.tick();
        assertThat(admission.addresses()).isEqualTo(10_000);
    }

    @Test
    void takesFourFifthsOfTheFilesForConnections() {
        AdmissionSettings unset = new AdmissionSettings();
        assertThat(unset.connections(1_024)).isEqualTo(816);
        assertThat(unset.connections(1_048_576)).isEqualTo(16_384);
        assertThat(unset.connections(Long.MAX_VALUE)).isEqualTo(16_384);
        assertThat(new AdmissionSettings(7, 0, 0, 1, ANY, ANY, 64).connections(1_024))
                .isEqualTo(7);
    }

    @Test
    void readsTheLimitOfFilesOutOfTheTable() {
        String head = "Limit                     Soft Limit           Hard Limit           Units     ";
        assertThat(FileLimit.in(
                        List.of(head, "Max open files            1024                 4096                 files")))
                .isEqualTo(1_024);
        assertThat(FileLimit.in(List.of("Max open files            unlimited            unlimited            files")))
                .isEqualTo(Long.MAX_VALUE);
        assertThat(FileLimit.in(List.of(head))).isEqualTo(FileLimit.UNKNOWN);
        assertThat(FileLimit.ofProcess()).isPositive();
    }
}
