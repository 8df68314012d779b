package io.redstart.dialogues;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.Default;
import io.redstart.api.Param;
import io.redstart.api.Session;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServerExtension;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    @RegisterExtension
    final TestServerExtension shop = TestServerExtension.of(Shop.class);

    public enum Size {
        SMALL,
        LARGE
    }

    public record Item(String name, int count, Size size) {}

    public record Code(String text) {
        public Code {
            if (text.length() != 3) {
                throw new IllegalArgumentException("a secret of ours: " + text);
            }
        }

        @JsonCreator
        public static Code of(String text) {
            return new Code(text);
        }
    }

    public record Numbers(int whole, Long large, double broken, boolean yes, Optional<Integer> maybe) {}

    @Api("shop")
    public static class Shop {
        @Call
        public int whole(int number) {
            return number;
        }

        @Call
        public long large(long number) {
            return number;
        }

        @Call
        public double broken(double number) {
            return number;
        }

        @Call
        public boolean yes(boolean yes) {
            return yes;
        }

        @Call
        public List<Integer> list(List<Integer> numbers) {
            return numbers;
        }

        @Call
        public Numbers numbers(Numbers numbers) {
            return numbers;
        }

        @Call
        public String join(String first, long second, boolean third) {
            return first + second + third;
        }

        @Call
        public String defaults(
                @Default("20") int limit, @Default("LARGE") Size size, @Default("[1,2]") List<Long> ids) {
            return limit + " " + size + " " + ids;
        }

        @Call
        public String maybe(Optional<String> text, OptionalInt number, @Nullable Item item, @Nullable Long big) {
            return text + " " + number + " " + item + " " + big;
        }

        @Call
        public Item same(Item item) {
            return item;
        }

        @Call
        public Map<String, List<Item>> nested(Map<String, List<Item>> items) {
            return items;
        }

        @Call
        public List<Object> times(Instant at, LocalDate day) {
            return List.of(at.plusSeconds(1), day.plusDays(1));
        }

        @Call
        public String code(Code code) {
            return code.text();
        }

        @Call
        public int small(int number) {
            return number;
        }

        @Call
        public String renamed(@Param("new_name") String name, Session session) {
            return name + session.isOpen();
        }

        @Call
        public Object anything(Object value) {
            return value;
        }

        @Call("other")
        public String named() {
            return "by another name";
        }
    }

    @Test
    void takesArgumentsByPosition(TestClient client) {
        client.says("['call',1,'shop.join',['a',2,true]]").hears("['ret',1,'a2true']");
    }

    @Test
    void takesArgumentsByName(TestClient client) {
        client.says("['call',1,'shop.join',{'third':false,'first':'a','second':2}]");
        client.hears("['ret',1,'a2false']");
    }

    @Test
    void knowsAMethodByTheNameItIsMarkedWith(TestClient client) {
        client.says("['call',1,'shop.other',[]]").hears("['ret',1,'by another name']");
        client.says("['call',2,'shop.named',[]]").hears("['err',2,{'code':'not_found','message':'*'}]");
    }

    @Test
    void knowsAParameterByTheNameItIsMarkedWith(TestClient client) {
        client.says("['call',1,'shop.renamed',{'new_name':'x'}]").hears("['ret',1,'xtrue']");
        client.says("['call',2,'shop.renamed',{'name':'x'}]");
        client.hears(
                "['err',2,{'code':'invalid','message':'*','fields':[{'path':'name','message':'is no parameter'}]}]");
    }

    @Test
    void doesNotTakeFromTheClientWhatTheServerFillsIn(TestClient client) {
        client.says("['call',1,'shop.renamed',{'new_name':'x','session':{}}]");
        client.hears(
                "['err',1,{'code':'invalid','message':'*','fields':[{'path':'session','message':'is no parameter'}]}]");
        client.says("['call',2,'shop.renamed',['x',{}]]").hears("['err',2,{'code':'invalid','*':'*'}]");
    }

    @Test
    void tellsEveryMissingArgument(TestClient client) {
        client.says("['call',1,'shop.join',['a']]");
        client.hears("['err',1,{'code':'invalid',"
                + "'message':'shop.join: second is missing (expected: a whole number) (and 1 more)','fields':["
                + "{'path':'second','message':'is missing (expected: a whole number)'},"
                + "{'path':'third','message':'is missing (expected: true or false)'}]}]");
        client.says("['call',2,'shop.join',{'third':true}]");
        client.hears("['err',2,{'code':'invalid','message':'*','fields':["
                + "{'path':'first','message':'*'},{'path':'second','message':'*'}]}]");
    }

    @Test
    void takesNullForMissing(TestClient client) {
        client.says("['call',1,'shop.join',['a',null,true]]");
        client.hears("['err',1,{'code':'invalid','message':'*','fields':[{'path':'second','message':'*'}]}]");
    }

    @Test
    void refusesTooManyArguments(TestClient client) {
        client.says("['call',1,'shop.join',['a',2,true,[{'x':[1]}]]]");
        client.hears("['err',1,{'code':'invalid','message':'*',"
                + "'fields':[{'path':'[3]','message':'is one argument too many (expected: 3)'}]}]");
        client.says("['call',2,'shop.join',['a',2,true]]").hears("['ret',2,'a2true']");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "shop.join;    ['a',{'deep':[1]},true];               second;           a whole number",
                "shop.join;    ['a',[1,[2]],true];                    second;           a whole number",
                "shop.small;   [3000000000];                          number;           a whole number",
                "shop.small;   [123456789012345678901234567890];      number;           a whole number",
                "shop.join;    [{'a':1},2,true];                      first;            a text",
                "shop.same;    [{'name':'a','count':{},'size':'SMALL'}]; item.count;    a whole number",
                "shop.same;    [{'name':'a','count':1,'size':'HUGE'}];   item.size;     one of \"SMALL\", \"LARGE\"",
                "shop.nested;  [{'x':[{'name':'a','count':1,'size':[]}]}]; items.x[0].size; one of \"SMALL\", \"LARGE\"",
                "shop.times;   ['yesterday','2026-01-01'];            at;               a text in the form of ISO 8601",
                "shop.code;    ['toolong'];                           code;             an object",
            })
    void saysWhichPartDoesNotFit(String target, String args, String path, String expected, TestClient client) {
        client.says("['call',1,'" + target + "'," + args + "]");
        client.hears("['err',1,{'code':'invalid','message':'*','fields':[{'path':'" + path
                + "','message':'does not fit (expected: " + expected.replace("\"", "\\\"") + ")'}]}]");
        client.says("['call',2,'shop.join',['a',2,true]]").hears("['ret',2,'a2true']");
    }

    @Test
    void fillsInDefaults(TestClient client) {
        client.says("['call',1,'shop.defaults',[]]").hears("['ret',1,'20 LARGE [1, 2]']");
        client.says("['call',2,'shop.defaults',[7,null]]").hears("['ret',2,'7 LARGE [1, 2]']");
        client.says("['call',3,'shop.defaults',{'size':'SMALL','ids':[]}]").hears("['ret',3,'20 SMALL []']");
    }

    @Test
    void leavesOutWhatMayBeLeftOut(TestClient client) {
        client.says("['call',1,'shop.maybe',[]]");
        client.hears("['ret',1,'Optional.empty OptionalInt.empty null null']");
        client.says("['call',2,'shop.maybe',{'text':'a','number':3}]");
        client.hears("['ret',2,'Optional[a] OptionalInt[3] null null']");
        client.says("['call',3,'shop.maybe',[null,null,null,9007199254740993]]");
        client.hears("['ret',3,'Optional.empty OptionalInt.empty null 9007199254740993']");
    }

    @Test
    void convertsRecordsEnumsAndCollections(TestClient client) {
        client.says("['call',1,'shop.same',[{'name':'a','count':2,'size':'SMALL','newer':[1]}]]");
        client.hears("['ret',1,{'name':'a','count':2,'size':'SMALL'}]");
        client.says("['call',2,'shop.nested',[{'x':[{'name':'a','count':2,'size':'SMALL'}],'y':[]}]]");
        client.hears("['ret',2,{'x':[{'name':'a','count':2,'size':'SMALL'}],'y':[]}]");
        client.says("['call',3,'shop.anything',[{'a':[1,null,true]}]]").hears("['ret',3,{'a':[1,null,true]}]");
    }

    @Test
    void convertsTimes(TestClient client) {
        client.says("['call',1,'shop.times',['2026-01-01T00:00:00Z','2026-12-31']]");
        client.hears("['ret',1,['2026-01-01T00:00:01Z','2027-01-01']]");
    }

    @Test
    void doesNotTellWhatAClassOfOursSaid(TestClient client) {
        client.says("['call',1,'shop.code',['long']]");
        String heard = client.hears("['err',1,{'code':'invalid','*':'*'}]").toString();
        org.assertj.core.api.Assertions.assertThat(heard)
                .doesNotContain("secret")
                .doesNotContain("Code");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "whole | 1.5 | number | a whole number",
                "whole | 1.0 | number | a whole number",
                "whole | 1e3 | number | a whole number",
                "whole | '5' | number | a whole number",
                "whole | '' | number | a whole number",
                "whole | true | number | a whole number",
                "whole | 2147483648 | number | a whole number",
                "large | 1.5 | number | a whole number",
                "large | '5' | number | a whole number",
                "large | 9223372036854775808 | number | a whole number",
                "broken | '5' | number | a number",
                "broken | '' | number | a number",
                "broken | true | number | a number",
                "yes | 1 | yes | true or false",
                "yes | 'true' | yes | true or false",
                "yes | '' | yes | true or false",
                "list | [1,2.5] | numbers[1] | a whole number",
                "list | ['1'] | numbers[0] | a whole number",
                "numbers | {'whole':1.5,'large':1,'broken':1,'yes':true} | numbers.whole | a whole number",
                "numbers | {'whole':'1','large':1,'broken':1,'yes':true} | numbers.whole | a whole number",
                "numbers | {'whole':1,'large':1.5,'broken':1,'yes':true} | numbers.large | a whole number",
                "numbers | {'whole':1,'large':1,'broken':'1','yes':true} | numbers.broken | a number",
                "numbers | {'whole':1,'large':1,'broken':1,'yes':'true'} | numbers.yes | true or false",
                "numbers | {'whole':1,'large':1,'broken':1,'yes':true,'maybe':1.5} | numbers.maybe | a whole number"
            },
            quoteCharacter = '`')
    void takesNoNumberForAnother(String method, String argument, String field, String expected, TestClient client) {
        client.says("['call',1,'shop." + method + "',[" + argument + "]]")
                .hears("['err',1,{'code':'invalid','message':'shop." + method + ": " + field
                        + " does not fit (expected: " + expected + ")','fields':[{'path':'" + field
                        + "','message':'does not fit (expected: " + expected + ")'}]}]");
    }

    @Test
    void takesWholeNumbersWhereOthersAreWanted(TestClient client) {
        client.says("['call',1,'shop.broken',[1]]").hears("['ret',1,1.0]");
        client.says("['call',2,'shop.numbers',[{'whole':1,'large':2,'broken':3,'yes':true,'maybe':4}]]")
                .hears("['ret',2,{'whole':1,'large':2,'broken':3.0,'yes':true,'maybe':4}]");
    }
}
