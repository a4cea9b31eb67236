# Writes a .cpp that holds text files as string literals: -DNAME -DFOLDER -DOUT -DFILES.
set(body "")
set(rows "")
set(index 0)
foreach(file IN LISTS FILES)
  file(READ ${file} text HEX)
  file(RELATIVE_PATH path ${FOLDER} ${file})
  string(LENGTH "${text}" hex_length)
  math(EXPR size "${hex_length} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${text}")
  string(APPEND body "const unsigned char file_${index}[] = {${bytes}0};\n")
  string(APPEND rows "    {\"${path}\", {reinterpret_cast<const char*>(file_${index}), ${size}}},\n")
  math(EXPR index "${index} + 1")
endforeach()
file(WRITE ${OUT} "#include \"base/embedded.hpp\"
namespace {
${body}const hatang::EmbeddedFile all_files[] = {
${rows}};
}  // namespace
namespace hatang {
std::span<const EmbeddedFile> embedded_${NAME}() { return all_files; }
}  // namespace hatang
")
