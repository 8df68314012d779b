package io.redstart.server.deploy;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Pattern;

/** Orders versions as people read them: {@code 1.9} before {@code 1.10}, {@code 2.0-rc1} before {@code 2.0}. */
final class VersionOrder implements Comparator<String> {
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    @Override
    public int compare(String left, String right) {
        String[] lefts = parts(left);
        String[] rights = parts(right);
        for (int i = 0; i < Math.max(lefts.length, rights.length); i++) {
            int order = comparePart(i < lefts.length ? lefts[i] : "", i < rights.length ? rights[i] : "");
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static String[] parts(String version) {
        return version.split("[.+-]", -1);
    }

    /** A word comes before nothing at all, which counts as zero; a number comes after a word. */
    private static int comparePart(String left, String right) {
        boolean leftNumber = isNumber(left);
        boolean rightNumber = isNumber(right);
        if (leftNumber && rightNumber) {
            return number(left).compareTo(number(right));
        }
        return leftNumber == rightNumber ? left.compareTo(right) : Boolean.compare(leftNumber, rightNumber);
    }

    private static boolean isNumber(String part) {
        return part.isEmpty() || NUMBER.matcher(part).matches();
    }

    private static BigInteger number(String part) {
        return part.isEmpty() ? BigInteger.ZERO : new BigInteger(part);
    }
}
