package io.redstart.dialogues;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.OnAction;
import io.redstart.api.OnEvent;
import io.redstart.api.User;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CanTest {
    private static final String GUESTS = "{'calls':['shop.look'],'actions':[],'events':['seen']}";
    private static final String CLERKS =
            "{'calls':['shop.buy','shop.look','shop.sell'],'actions':['shop/sold'],'events':['seen']}";
    private static final String USERS = "{'calls':['shop.buy','shop.look'],'actions':[],'events':['seen']}";

    @RegisterExtension
    final TestServerExtension shop =
            TestServerExtension.of(TestServer.builder().api(Shop.class, RolesTest.Porter.class));

    @Api("shop")
    @PermitAll
    public static class Shop {
        @Call
        public void look() {}

        @Call
        public String buy(User user) {
            return user.id();
        }

        @Call
        @RolesAllowed("clerk")
        public void sell() {}

        @Call
        @DenyAll
        public void burn() {}

        @OnAction("shop/sold")
        @RolesAllowed("clerk")
        public void sold() {}

        @OnEvent("seen")
        public void seen() {}

        @OnEvent("seen")
        @RolesAllowed("clerk")
        public void seenByClerk() {}

        @OnEvent("rung")
        @DenyAll
        public void rung() {}
    }

    @Api("cellar")
    public static class Cellar {
        @Call
        @PermitAll
        public void descend() {}
    }

    private static TestClient greets(TestServer server, String token) {
        TestClient client = server.connects().says("['hello',{'v':1,'token':'" + token + "'}]");
        client.hears("['welcome','*']");
        return client;
    }

    @Test
    void saysWhatASessionMayUse(TestServer server) {
        server.client(new User("ann")).says("['can',1]").hears("['ret',1," + USERS + "]");
        server.client(new User("bob", Set.of("clerk"), Map.of()))
                .says("['can',1]")
                .hears("['ret',1," + CLERKS + "]");
        server.connects().greets().says("['can',1]").hears("['ret',1," + GUESTS + "]");
    }

    @Test
    void saysSoAgainWhenRolesChange(TestServer server) {
        TestClient ann = greets(server, "ann:guide");
        ann.says("['can',1]").hears("['ret',1," + USERS + "]");
        ann.says("['auth',2,'ann:clerk']").hears("['ret',2,true]");
        ann.hears("['can'," + CLERKS + "]");
        ann.says("['auth',3,'ann:clerk,cook']").hears("['ret',3,true]");
        ann.hearsNothing();
    }

    @Test
    void saysNothingToWhoNeverAsked(TestServer server) throws Exception {
        TestClient ann = greets(server, "ann:guide");
        ann.says("['auth',1,'ann:clerk']").hears("['ret',1,true]");
        server.deploys("cellar", Cellar.class);
        ann.hearsNothing();
    }

    @Test
    void saysSoAgainWhenSomethingElseIsDeployed(TestServer server) throws Exception {
        TestClient guest = server.connects().greets();
        guest.says("['can',1]").hears("['ret',1," + GUESTS + "]");
        server.deploys("cellar", Cellar.class);
        guest.hears("['can',{'calls':['cellar.descend','shop.look'],'actions':[],'events':['seen']}]");
        server.deploys("cellar", Cellar.class);
        guest.hearsNothing();
        server.removes("cellar");
        guest.hears("['can'," + GUESTS + "]");
    }

    @Test
    void saysSoAgainAfterAResumeIfItIsSomethingElse(TestServer server) throws Exception {
        TestClient guest = server.connects().greets();
        guest.says("['can',1]").hears("['ret',1," + GUESTS + "]");
        guest.cut();
        TestClient back = guest.resumes();
        back.hearsNothing();
        back.cut();
        server.deploys("cellar", Cellar.class);
        TestClient again = back.resumes();
        again.hears("['can',{'calls':['cellar.descend','shop.look'],'actions':[],'events':['seen']}]");
        again.hearsNothing();
    }

    /** Nothing proves that the client has had what was told unasked before its line was cut. */
    @Test
    void saysSoAgainAfterAResumeIfItMayHaveBeenLost(TestServer server) throws Exception {
        TestClient guest = server.connects().greets();
        guest.says("['can',1]").hears("['ret',1," + GUESTS + "]");
        server.deploys("cellar", Cellar.class);
        server.settles();
        guest.cut();
        guest.resumes().hears("['can',{'calls':['cellar.descend','shop.look'],'actions':[],'events':['seen']}]");
    }

    @Test
    void judgesAgainAfterAResumeWithOtherRoles(TestServer server) {
        TestClient ann = greets(server, "ann:clerk");
        ann.says("['can',1]").hears("['ret',1," + CLERKS + "]");
        ann.cut();
        TestClient back = server.connects()
                .says("['hello',{'v':1,'token':'ann:guide','resume':{'sid':'" + ann.sid() + "','key':'" + ann.key()
                        + "','seen':0}}]");
        back.hears("['welcome',{'resumed':true,'*':'*'}]");
        back.hears("['can'," + USERS + "]");
    }
}
