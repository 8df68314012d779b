package io.redstart.dialogues;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.User;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UserParameterTest {
    @RegisterExtension
    final TestServerExtension server =
            TestServerExtension.of(TestServer.builder().api(Profile.class));

    @Api
    public static class Profile {
        @Call
        public String name(User user) {
            return user.id();
        }

        @Call
        public String greeting(@Nullable User user) {
            return user == null ? "hello, guest" : "hello, " + user.id();
        }
    }

    @Test
    void refusesGuestsWhereAUserIsNeeded(TestServer server) {
        server.client().says("['call',1,'name',[]]").hears("['err',1,{'code':'unauthenticated','message':'*'}]");
    }

    @Test
    void takesGuestsWhereAUserMayBe(TestServer server) {
        server.client().says("['call',1,'greeting',[]]").hears("['ret',1,'hello, guest']");
    }

    @Test
    void givesTheUser(TestServer server) {
        server.client(new User("joe")).says("['call',1,'name',[]]").hears("['ret',1,'joe']");
    }
}
