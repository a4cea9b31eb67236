import type { FeatureCollection, Point } from "geojson";

/** [name, longitude, latitude, rank]: 1 the city, 2 towns and old districts by whose names people still find their way. */
const PLACES: readonly (readonly [string, number, number, 1 | 2])[] = [
    ["Hà Nội", 105.8412, 21.0245, 1],
    ["Ba Đình", 105.8197, 21.0358, 2],
    ["Hoàn Kiếm", 105.8525, 21.0317, 2],
    ["Đống Đa", 105.8279, 21.0135, 2],
    ["Hai Bà Trưng", 105.8575, 21.0065, 2],
    ["Tây Hồ", 105.8142, 21.0715, 2],
    ["Cầu Giấy", 105.7906, 21.0328, 2],
    ["Thanh Xuân", 105.8048, 20.9937, 2],
    ["Hoàng Mai", 105.8602, 20.9747, 2],
    ["Long Biên", 105.8938, 21.0453, 2],
    ["Nam Từ Liêm", 105.7617, 21.0128, 2],
    ["Bắc Từ Liêm", 105.7602, 21.0698, 2],
    ["Hà Đông", 105.7780, 20.9714, 2],
    ["Gia Lâm", 105.9447, 21.0176, 2],
    ["Đông Anh", 105.8477, 21.1405, 2],
    ["Sóc Sơn", 105.8480, 21.2573, 2],
    ["Mê Linh", 105.7176, 21.1846, 2],
    ["Thanh Trì", 105.8438, 20.9358, 2],
    ["Sơn Tây", 105.5066, 21.1403, 2],
    ["Ba Vì", 105.4243, 21.1990, 2],
    ["Hoài Đức", 105.7030, 21.0307, 2],
    ["Thạch Thất", 105.5522, 21.0195, 2],
    ["Chương Mỹ", 105.7011, 20.9234, 2],
    ["Thường Tín", 105.8630, 20.8706, 2],
    ["Phú Xuyên", 105.9125, 20.7397, 2],
    ["Ứng Hòa", 105.7703, 20.7265, 2],
    ["Mỹ Đức", 105.7148, 20.6858, 2],
];

/** Names for orientation where no tiles are at hand. */
export const placeCollection: FeatureCollection<Point> = {
    type: "FeatureCollection",
    features: PLACES.map(([name, lon, lat, rank]) => ({
        type: "Feature",
        properties: { name, rank },
        geometry: { type: "Point", coordinates: [lon, lat] },
    })),
};
