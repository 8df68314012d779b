package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who is behind the session, as the server says. */
class IdentityTest {
    private final FakeServer server = new FakeServer();
    private final List<UserChange> told = new ArrayList<>();

    @Test
    void isAGuestUntilTheServerSaysOtherwise() {
        RedstartClient client = server.open();
        Subscription listening = client.onUser(told::add);
        assertThat(client.user()).isNull();
        server.says("[\"user\",\"ann\",{\"why\":\"signed_in\"}]");
        assertThat(client.user()).isEqualTo("ann");
        server.says("[\"user\",null,{\"why\":\"cleared\",\"last\":true}]");
        assertThat(client.user()).isNull();
        assertThat(told)
                .containsExactly(new UserChange("ann", "signed_in", false), new UserChange(null, "cleared", true));
        listening.close();
        server.says("[\"user\",\"bob\"]");
        assertThat(client.user()).isEqualTo("bob");
        assertThat(told).hasSize(2);
    }

    @Test
    void isToldWhenAFreshSessionHasAnother() {
        RedstartClient client = server.open();
        client.onUser(told::add);
        server.says("[\"user\",\"ann\",{\"why\":\"signed_in\"}]");
        server.line().lose(1006, "");
        server.clock.advance(250);
        server.welcomes();
        assertThat(client.user()).isNull();
        assertThat(told).last().isEqualTo(new UserChange(null, null, false));
    }
}
