package io.asyncrpc.fleet.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Lines over the seconds of a run, as SVG. */
final class Plot {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 240;
    private static final int LEFT = 56;
    private static final int RIGHT = 130;
    private static final int TOP = 10;
    private static final int BOTTOM = 24;
    private static final int GRID = 4;
    private static final List<String> COLOURS =
            List.of("#2f6fb3", "#d1682b", "#2d8a4e", "#8a4fae", "#b32f4a", "#6b6b2a", "#444444");

    private Plot() {}

    /** @param lines by name; the first value of each belongs to the first second */
    static String svg(Map<String, List<Double>> lines) {
        double top = ceiling(lines.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1));
        int seconds = lines.values().stream().mapToInt(List::size).max().orElse(1);
        StringBuilder svg = new StringBuilder(
                format("<svg viewBox=\"0 0 %d %d\" role=\"img\" xmlns=\"http://www.w3.org/2000/svg\">", WIDTH, HEIGHT));
        grid(svg, top, seconds);
        int index = 0;
        for (Map.Entry<String, List<Double>> line : lines.entrySet()) {
            String colour = COLOURS.get(index % COLOURS.size());
            svg.append(format("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"", colour));
            for (int second = 0; second < line.getValue().size(); second++) {
                svg.append(format(
                        "%.1f,%.1f ", x(second, seconds), y(line.getValue().get(second), top)));
            }
            svg.append("\"/>");
            int y = TOP + 12 + index * 16;
            svg.append(format(
                    "<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>", WIDTH - RIGHT + 8, y, colour, line.getKey()));
            index++;
        }
        return svg.append("</svg>").toString();
    }

    private static void grid(StringBuilder svg, double top, int seconds) {
        for (int i = 0; i <= GRID; i++) {
            double value = top * i / GRID;
            double y = y(value, top);
            svg.append(format(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>", LEFT, WIDTH - RIGHT, y, y));
            svg.append(
                    format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, y + 4, number(value)));
        }
        for (int i = 0; i <= GRID; i++) {
            int second = (seconds - 1) * i / GRID;
            svg.append(format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>",
                    x(second, seconds), HEIGHT - 6, second));
        }
    }

    private static double x(int second, int seconds) {
        return LEFT + (double) (WIDTH - LEFT - RIGHT) * second / Math.max(1, seconds - 1);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top;
    }

    /** The next of 1, 2, 5, 10, 20 ... */
    static double ceiling(double most) {
        if (most <= 0) {
            return 1;
        }
        double unit = Math.pow(10, Math.floor(Math.log10(most)));
        return most <= unit ? unit : most <= 2 * unit ? 2 * unit : most <= 5 * unit ? 5 * unit : 10 * unit;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? format("%.0f", value) : format("%.2f", value);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
