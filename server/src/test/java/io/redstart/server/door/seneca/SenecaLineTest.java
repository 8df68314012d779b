package io.redstart.server.door.seneca;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.Session;
import io.redstart.server.door.HeardBehind;
import io.redstart.server.registry.ApiScanner;
import io.redstart.server.registry.BundleIndex;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.transport.FrameCodec;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A Seneca peer on one side, redstart.v1 on the other: what each says, and what becomes of it. Quotes are single here. */
class SenecaLineTest {
    private static final String HELLO = "['hello',{'v':1,'sdk':'seneca'}]";

    private final Map<String, MethodModel> methods = new HashMap<>();
    private final HeardBehind behind = new HeardBehind();
    private final SenecaLine line = new SenecaLine(behind, new ActNames(methods::get));
    private final Deque<String> told = new ArrayDeque<>();

    @Api("todos")
    public static class Todos {
        @Call
        public String addAll(String listName, List<String> texts, @Nullable Object when, Session session) {
            return listName + texts + when + session.id();
        }

        @Call("mark_done")
        public void markDone(String user_id, long todo) {}
    }

    @Api
    public static class Bare {
        @Call
        public int clap(int hands) {
            return hands;
        }
    }

    @BeforeEach
    void deploy() throws Exception {
        ApiScanner.scan("bundle", List.of(Todos.class, Bare.class), BundleIndex.NONE).apis().stream()
                .flatMap(api -> api.methods().stream())
                .forEach(method -> methods.put(method.target(), method));
        line.hello();
        assertThat(behind.heard.poll()).isEqualTo(HELLO);
    }

    private boolean says(String text) {
        byte[] bytes = text.replace('\'', '"').getBytes(UTF_8);
        return line.take(bytes, 0, bytes.length);
    }

    /** The peer says this, and behind the line this is heard. */
    private void peer(String says, @Nullable String becomes) {
        assertThat(says(says)).isTrue();
        assertThat(behind.heard.poll()).isEqualTo(becomes);
        assertThat(behind.heard).isEmpty();
    }

    private void act(String id, String members, String becomes) {
        peer("{'id':'" + id + "','kind':'act','origin':'o','sync':true,'act':{" + members + "}}", becomes);
    }

    /** Behind the line this is said, and the peer hears this. */
    private void server(String says, String... becomes) {
        byte[] bytes = says.replace('\'', '"').getBytes(UTF_8);
        line.encode(false, bytes, 0, bytes.length, new FrameCodec.Frames() {
            @Override
            public void text(byte[] frame) {
                String text = new String(frame, UTF_8);
                assertThat(text).endsWith("\n");
                told.add(text.replace('"', '\'').strip());
            }

            @Override
            public void binary(byte[] frame) {
                told.add("binary");
            }

            @Override
            public void ping() {
                told.add("ping");
            }
        });
        assertThat(told).containsExactly(becomes);
        told.clear();
    }

    private static String result(String id, String value) {
        return "{'id':'" + id + "','kind':'res','origin':'o','accept':'redstart','sync':true,'res':" + value + "}";
    }

    private static String failure(String id, String error) {
        return result(id, "null,'error':{'seneca':true," + error + "}");
    }

    @Test
    void callsWhatTheCapturedActsAskFor() throws IOException {
        try (InputStream captured =
                Objects.requireNonNull(SenecaLineTest.class.getResourceAsStream("seneca-3.38-acts.ndjson"))) {
            List<String> heard = new ArrayList<>();
            new String(captured.readAllBytes(), UTF_8).lines().forEach(each -> {
                byte[] bytes = each.getBytes(UTF_8);
                assertThat(line.take(bytes, 0, bytes.length)).isTrue();
                heard.addAll(behind.heard);
                behind.heard.clear();
            });
            assertThat(heard)
                    .containsExactly(
                            "['call',1,'sessions.get_sessions',{}]",
                            "['call',2,'clap',{'hands':2}]",
                            "['cast','clap',{'hands':3}]");
        }
        byte[] ret = "[\"ret\",1,[{\"id\":\"1\"}]]".getBytes(UTF_8);
        line.encode(false, ret, 0, ret.length, new FrameCodec.Frames() {
            @Override
            public void text(byte[] frame) {
                told.add(new String(frame, UTF_8));
            }

            @Override
            public void binary(byte[] frame) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void ping() {
                throw new UnsupportedOperationException();
            }
        });
        assertThat(told)
                .containsExactly("{\"id\":\"f8m7dpshxooh/yt7wg8lzr8m3\",\"kind\":\"res\","
                        + "\"origin\":\"k5o3imy1mdzo/1795242991770/3039/3.38.0/-\",\"accept\":\"redstart\","
                        + "\"sync\":true,\"res\":[{\"id\":\"1\"}]}\n");
    }

    @Test
    void meetsSnakeCaseAndCamelCase() {
        act(
                "a",
                "'role':'todos','cmd':'addAll','listName':'x','texts':[]",
                "['call',1,'todos.addAll',{'listName':'x','texts':[]}]");
        act(
                "b",
                "'role':'todos','cmd':'add_all','list_name':'x','texts':['\\u0027']",
                "['call',2,'todos.addAll',{'listName':'x','texts':['\\u0027']}]");
        act(
                "c",
                "'role':'todos','cmd':'markDone','userId':'u','todo':7",
                "['call',3,'todos.mark_done',{'user_id':'u','todo':7}]");
        act(
                "d",
                "'role':'todos','cmd':'mark_done','user_id':'u','userId':'v'",
                "['call',4,'todos.mark_done',{'user_id':'u'}]");
        act(
                "e",
                "'role':'todos','cmd':'mark_done','userId':'v','user_id':'u'",
                "['call',5,'todos.mark_done',{'user_id':'u'}]");
        act("f", "'cmd':'clap','hands':2", "['call',6,'clap',{'hands':2}]");
    }

    @Test
    void passesOverWhatTheMethodHasNoParameterFor() {
        act(
                "a",
                "'role':'todos','cmd':'addAll','version':1,'correlation_id':'123','custom$':{},'fatal$':true,"
                        + "'when':{'a':[1,null]},'session':{'id':'mine'}",
                "['call',1,'todos.addAll',{'when':{'a':[1,null]}}]");
    }

    @Test
    void neverAnswersWhatWantsNoAnswer() {
        peer(
                "{'id':'a','kind':'act','origin':'o','sync':false,'act':{'cmd':'clap','hands':1}}",
                "['cast','clap',{'hands':1}]");
        peer("{'id':'a','kind':'act','origin':'o','act':{'cmd':'clap','hands':1}}", "['cast','clap',{'hands':1}]");
        peer(
                "{'id':'a','kind':'act','origin':'o','sync':'true','act':{'cmd':'clap','hands':1}}",
                "['cast','clap',{'hands':1}]");
        peer("{'kind':'act','act':{'cmd':'nosuch'}}", "['cast','nosuch',{}]");
    }

    @Test
    void answersEachOnceAndInAnyOrder() {
        act("a", "'cmd':'clap','hands':1", "['call',1,'clap',{'hands':1}]");
        act("a", "'cmd':'clap','hands':2", "['call',2,'clap',{'hands':2}]");
        act("b", "'cmd':'clap','hands':3", "['call',3,'clap',{'hands':3}]");
        server("['ret',3,{'a':1}]\n['ret',1,[1]]", result("b", "{'a':1}"), result("a", "[1]"));
        server("['ret',1,[1]]");
        server("['ret',2,null]\n['ret',7,null]", result("a", "null"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5|{'value':5}",
                "true|{'value':true}",
                "'x'|{'value':'x'}",
                "null|null",
                "[]|[]",
                "{}|{}",
                "-1.5|{'value':-1.5}"
            })
    void putsWhatNoCallerTakesIntoAnObject(String value, String told) {
        act("a", "'cmd':'clap','hands':1", "['call',1,'clap',{'hands':1}]");
        server("['ret',1," + value + "]", result("a", told));
    }

    @Test
    void tellsCodeAndStatusOfFailures() {
        act("a", "'role':'zzz','cmd':'x'", "['call',1,'zzz.x',{}]");
        server(
                "['err',1,{'code':'not_found','message':'There is no method'}]",
                failure("a", "'code':'act_not_found','message':'There is no method','status':404"));
        act("b", "'cmd':'clap','hands':1", "['call',2,'clap',{'hands':1}]");
        server(
                "['err',2,{'code':'not_found','message':'No hands','data':{'a':1}}]",
                failure("b", "'code':'not_found','message':'No hands','status':404,'details':{'a':1}"));
        act("c", "'cmd':'clap','hands':1", "['call',3,'clap',{'hands':1}]");
        server(
                "['err',3,{'code':'no_hands','message':'No','data':{'code':'NoHands','status':422,'details':[1]}}]",
                failure("c", "'code':'NoHands','message':'No','status':422,'details':[1]"));
        act("d", "'cmd':'clap','hands':1", "['call',4,'clap',{'hands':1}]");
        server(
                "['err',4,{'code':'internal','message':'The server failed','trace':'5d1f'}]",
                failure("d", "'code':'internal','message':'The server failed','status':500,'trace':'5d1f'"));
        act("e", "'cmd':'clap','hands':1", "['call',5,'clap',{'hands':1}]");
        server(
                "['err',5,{'code':'rate_limited','message':'Too often','retry':100,'data':{'status':200}}]",
                failure(
                        "e",
                        "'code':'rate_limited','message':'Too often','status':429,'details':{'status':200},'retry':100"));
    }

    @Test
    void answersAnActThatIsNone() {
        peer("{'id':'a','kind':'act','origin':'o','sync':true}", "['call',1,'act',null]");
        server(
                "['err',1,{'code':'bad_message','message':'call: arguments'}]",
                failure("a", "'code':'bad_message','message':'call: arguments','status':400"));
        peer("{'id':'b','kind':'act','origin':'o','sync':true,'act':[1]}", "['call',2,'act',null]");
        peer("{'id':'c','kind':'act','origin':'o','sync':false,'act':[1]}", "[]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'act','sync':true,'act':{'cmd':'clap'}}",
                "{'id':null,'kind':'act','sync':true,'act':{'cmd':'clap'}}",
                "{'id':{},'kind':'act','sync':true,'act':{'cmd':'clap'}}",
                "{'id':'\\x','kind':'act','sync':true,'act':{'cmd':'clap'}}"
            })
    void countsWhatCannotBeAnswered(String act) {
        peer(act, "[]");
    }

    @Test
    void answersWhoeverAsksByNumberOrWithoutAName() {
        peer("{'id':7,'kind':'act','sync':true,'act':{'cmd':'clap','hands':1}}", "['call',1,'clap',{'hands':1}]");
        server("['ret',1,[]]", "{'id':7,'kind':'res','origin':null,'accept':'redstart','sync':true,'res':[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'id':'a','kind':'res','origin':'o','res':{},'sync':true}",
                "{'id':'a','kind':7}",
                "",
                "   ",
                "\r",
                "{'kind':'act\\u0000','act':{}}"
            })
    void passesOverWhatAsksNothing(String text) {
        peer(text, null);
    }

    @Test
    void saysOfAPeerWhetherItIsOne() {
        assertThat(says("POST /act HTTP/1.1")).isFalse();
        assertThat(behind.heard.poll()).isEqualTo("[]");
        assertThat(says("{}")).isTrue();
        assertThat(says("nonsense")).isTrue();
        assertThat(behind.heard.poll()).isEqualTo("[]");
    }

    @Test
    void letsNobodySayMoreThanOneMessage() {
        act("a", "'cmd':'clap','hands':1\r,\r'\\n]':[\r1]", "['call',1,'clap',{'hands':1}]");
        act("b", "'cmd':'clap','hands':[1\r,2]", "['call',2,'clap',{'hands':[1 ,2]}]");
        act("c", "'role':'to\\u0022dos\\n','cmd':'x\\u0022],'", "['call',3,'to\\'dos\\n.x\\'],',{}]");
        act("d", "'role':5,'cmd':'clap','hands':1", "['call',4,'clap',{}]");
        act("e", "'role':'" + "x".repeat(65) + "','cmd':'clap'", "['call',5,'clap',{}]");
        act("f", "'hands':1", "['call',6,'.',{}]");
    }

    @Test
    void finishesWhatWaitsWhenItIsClosed() {
        act("a", "'cmd':'clap','hands':1", "['call',1,'clap',{'hands':1}]");
        server(
                "['bye',{'code':4501,'reason':'Wrong password','retry':false}]",
                failure("a", "'code':'unauthenticated','message':'Wrong password','status':401"));
        server("['ret',1,[]]");
    }

    @Test
    void letsRunWhatRunsWhileTheServerStops() {
        server("['welcome',{'sid':'x'}]");
        act("a", "'cmd':'clap','hands':1", "['call',1,'clap',{'hands':1}]");
        server("['bye',{'code':4001,'reason':'The server stops','retry':0}]");
        server("['ret',1,[]]", result("a", "[]"));
    }

    @Test
    void acknowledgesWhatItHasNoWordsFor() {
        StringBuilder pushes = new StringBuilder("['evt',1,null,'e',1]");
        for (int i = 2; i <= 64; i++) {
            pushes.append("\n['act',").append(i).append(",null,{'type':'a'}]");
        }
        server(pushes.toString());
        server("['ask',3,'confirm',[]]");
        server("['ping',64]");
        assertThat(says("{'id':'a','kind':'act','origin':'o','sync':true,'act':{'cmd':'clap'}}"))
                .isTrue();
        assertThat(behind.heard)
                .containsExactly(
                        "['ack',64]",
                        "['err',3,{'code':'not_found','message':'A Seneca peer answers nothing'}]",
                        "['call',1,'clap',{}]");
    }

    @Test
    void findsWhatWasDeployedAnew() {
        act("a", "'cmd':'clap','hands':1", "['call',1,'clap',{'hands':1}]");
        MethodModel clap = Objects.requireNonNull(methods.remove("clap"));
        act("b", "'cmd':'clap','hands':1", "['call',2,'clap',{}]");
        methods.put("clap", clap);
        act("c", "'cmd':'clap','hands':1", "['call',3,'clap',{'hands':1}]");
    }
}
