package io.redstart.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartsTest {
    @Test
    void drawsABarAServerTheLongestFirst() throws Exception {
        List<Element> bars = bars(outcomes("jetty", 50, "redstart", 100, "Socket.IO", 25));

        assertThat(bars).extracting(bar -> bar.getAttribute("class")).containsExactly("ours", "bar", "bar");
        double longest = width(bars.get(0));
        assertThat(width(bars.get(1))).isEqualTo(longest / 2);
        assertThat(width(bars.get(2))).isEqualTo(longest / 4);
    }

    @Test
    void cutsTheFloorWhereItIsLongerThanAllServers() throws Exception {
        Document picture = picture(outcomes("jetty", 50, Contestant.FLOOR, 5_000));
        List<Element> bars = bars(picture);

        assertThat(bars).extracting(bar -> bar.getAttribute("class")).containsExactly("floor", "bar");
        assertThat(width(bars.get(1))).isEqualTo(width(bars.get(0)));
        assertThat(picture.getElementsByTagName("path").getLength()).isOne();
    }

    @Test
    void staysInsideOfItsFrame() throws Exception {
        Document picture = picture(outcomes("a <b> & c", 1_000_000, "redstart, may wait", 1));
        double height = Double.parseDouble(picture.getDocumentElement().getAttribute("height"));

        assertThat(elements(picture, "text")).allSatisfy(text -> {
            assertThat(Double.parseDouble(text.getAttribute("y"))).isBetween(10.0, height - 10);
            assertThat(Double.parseDouble(text.getAttribute("x"))).isBetween(0.0, 725.0);
        });
    }

    private static List<Element> bars(Map<String, Outcome> outcomes) throws Exception {
        return bars(picture(outcomes));
    }

    private static List<Element> bars(Document picture) {
        return elements(picture, "rect").stream()
                .filter(rect -> !rect.getAttribute("class").equals("card"))
                .toList();
    }

    private static double width(Element bar) {
        return Double.parseDouble(bar.getAttribute("width"));
    }

    private static Document picture(Map<String, Outcome> outcomes) throws Exception {
        Charts charts = new Charts();
        charts.add("Calls", outcomes);
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(charts.svg().getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Element> elements(Document picture, String tag) {
        NodeList found = picture.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            elements.add((Element) found.item(i));
        }
        return elements;
    }

    private static Map<String, Outcome> outcomes(Object... serversAndCounts) {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (int i = 0; i < serversAndCounts.length; i += 2) {
            outcomes.put(
                    (String) serversAndCounts[i],
                    new Outcome(
                            List.of(new Slice(
                                    1,
                                    (Integer) serversAndCounts[i + 1],
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(1))),
                            new Histogram(3),
                            0,
                            Cores.NEAR));
        }
        return outcomes;
    }
}
