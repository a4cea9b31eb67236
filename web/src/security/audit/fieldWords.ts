import type { Language } from "@/i18n";

/** Names of members in the log as the forms call them: [Vietnamese, English]. What is absent keeps its own name. */
const FIELDS: Record<string, readonly [string, string]> = {
    name: ["Tên", "Name"],
    name_en: ["Tên tiếng Anh", "English name"],
    other_names: ["Tên khác", "Other names"],
    full_name: ["Họ và tên", "Full name"],
    email: ["Thư điện tử", "E-mail"],
    phone: ["Điện thoại", "Phone"],
    roles: ["Vai trò", "Roles"],
    role: ["Vai trò", "Role"],
    enabled: ["Được đăng nhập", "May sign in"],
    kind: ["Loại", "Kind"],
    class: ["Loại công trình", "Class"],
    status: ["Tình trạng", "Status"],
    state: ["Trạng thái", "State"],
    grade: ["Cấp", "Grade"],
    sensitivity: ["Mức độ dữ liệu", "Sensitivity"],
    attributes: ["Thuộc tính", "Attributes"],
    geometry: ["Hình dạng", "Geometry"],
    identifiers: ["Mã định danh", "Identifiers"],
    address: ["Địa chỉ", "Address"],
    source: ["Nguồn", "Source"],
    ward_code: ["Mã phường", "Ward code"],
    ward: ["Phường, xã", "Ward"],
    wards: ["Phường, xã", "Wards"],
    domains: ["Lĩnh vực", "Domains"],
    classes: ["Loại công trình", "Classes"],
    owner_id: ["Chủ sở hữu", "Owner"],
    owner: ["Chủ sở hữu", "Owner"],
    operator_id: ["Đơn vị vận hành", "Operator"],
    operator: ["Đơn vị vận hành", "Operator"],
    organisation_id: ["Tổ chức", "Organisation"],
    organisation: ["Tổ chức", "Organisation"],
    parent_id: ["Thuộc", "Part of"],
    short_name: ["Tên tắt", "Short name"],
    user_id: ["Người dùng", "User"],
    user: ["Người dùng", "User"],
    to_user_id: ["Người nhận", "To"],
    reason: ["Lý do", "Reason"],
    valid_from: ["Hiệu lực từ", "Valid from"],
    valid_to: ["Hiệu lực đến", "Valid to"],
    ended_at: ["Kết thúc lúc", "Ended at"],
    expires_at: ["Hết hạn", "Expires"],
    permissions: ["Quyền", "Permissions"],
    priority: ["Mức", "Priority"],
    limit: ["Ngưỡng", "Limit"],
    dead_band: ["Khoảng trễ", "Dead band"],
    title: ["Tiêu đề", "Title"],
    description: ["Mô tả", "Description"],
    assignee_id: ["Người được giao", "Assignee"],
    assignee: ["Người được giao", "Assignee"],
    due_at: ["Hạn", "Due"],
    result: ["Kết quả", "Result"],
    version: ["Bản", "Version"],
    user_agent: ["Trình duyệt", "Browser"],
    value: ["Giá trị", "Value"],
    label: ["Tên gợi nhớ", "Label"],
    purpose: ["Mục đích", "Purpose"],
    second_factor: ["Xác thực hai bước", "Two-step sign-in"],
    locked_until: ["Tạm khóa đến", "Locked until"],
    disabled_reason: ["Lý do vô hiệu hóa", "Disabled because"],
};

/** "attributes.lanes" → "Thuộc tính › lanes". */
export const fieldWords = (path: string, language: Language): string =>
    path
        .split(".")
        .map((part) => FIELDS[part]?.[language === "vi" ? 0 : 1] ?? part)
        .join(" › ");

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
const two = (value: number): string => String(value).padStart(2, "0");

/** Times in the local zone, true and false in words; the rest as it is. */
export function valueWords(text: string, language: Language): string {
    if (text === "true") return language === "vi" ? "có" : "yes";
    if (text === "false") return language === "vi" ? "không" : "no";
    if (TIME.test(text)) {
        const d = new Date(text);
        return `${two(d.getDate())}/${two(d.getMonth() + 1)}/${d.getFullYear()} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
    }
    return text.replace(/^\[(.*)\]$/s, "$1").replace(/"/g, "");
}
