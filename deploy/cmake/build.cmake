# zvonok_build: the flags that every target of ours compiles with.
add_library(zvonok_build INTERFACE)
target_compile_options(zvonok_build INTERFACE -Wall -Wextra -Wpedantic -fno-omit-frame-pointer)
# Fuzzing builds with clang, whose other opinions are heard by clang-tidy.
if(NOT ZVONOK_FUZZ)
  target_compile_options(zvonok_build INTERFACE -Werror)
endif()
# g++ 12 at -O2 and above sees impossible lengths and overlaps inside std::string and std::vector, and unset values in
# std::optional (GCC bugs 105651, 80635 and their kin); the debug build, which optimises less, keeps these warnings.
if(NOT CMAKE_BUILD_TYPE STREQUAL "Debug" AND NOT ZVONOK_FUZZ)
  target_compile_options(zvonok_build INTERFACE -Wno-restrict -Wno-stringop-overread -Wno-stringop-overflow
    -Wno-maybe-uninitialized)
endif()
# Files are compiled in tens; to g++ what has no name outside its file then looks as if it came from a header.
if(CMAKE_UNITY_BUILD AND NOT ZVONOK_FUZZ)
  target_compile_options(zvonok_build INTERFACE -Wno-subobject-linkage)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Debug")
  # Line tables are enough for a stack trace, and halve the size of what is written and linked.
  target_compile_options(zvonok_build INTERFACE -g1 -Og)
endif()
if(ZVONOK_SANITIZE)
  # The checks of every pointer before its use are left to the fuzz build: they cost a third of the time to compile, and
  # of what they find the address sanitizer reports most. So is the arithmetic on pointers, a fifth.
  target_compile_options(zvonok_build INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
    -fno-sanitize=null,alignment,vptr,object-size,pointer-overflow)
  target_link_options(zvonok_build INTERFACE -fsanitize=address,undefined)
endif()
if(ZVONOK_COVERAGE)
  target_compile_options(zvonok_build INTERFACE --coverage)
  target_link_options(zvonok_build INTERFACE --coverage)
endif()
find_program(ZVONOK_MOLD mold)
if(ZVONOK_MOLD)
  target_link_options(zvonok_build INTERFACE -fuse-ld=mold)
endif()

# Static, but shared where BUILD_SHARED_LIBS says so: 80 test programs with all libraries inside fill 8 GB.
# zvonok_library(NAME SOURCES... [LINKS PUBLIC_TARGET...] [PRIVATE_LINKS TARGET...])
function(zvonok_library name)
  cmake_parse_arguments(ARG "" "" "LINKS;PRIVATE_LINKS" ${ARGN})
  add_library(${name} ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PUBLIC ${ARG_LINKS} PRIVATE zvonok_build ${ARG_PRIVATE_LINKS})
endfunction()

# zvonok_program(NAME main.cpp [LINKS TARGET...]): a main and libraries, nothing else.
function(zvonok_program name main)
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  add_executable(${name} ${main})
  target_link_libraries(${name} PRIVATE zvonok_build ${ARG_LINKS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
endfunction()

# zvonok_test(NAME SOURCES... [LINKS TARGET...]): one Catch2 program, one ctest entry.
# Tests run in the build folder's tests/ with ZVONOK_SOURCE naming the checkout.
function(zvonok_test name)
  if(NOT ZVONOK_TESTS)
    return()
  endif()
  cmake_parse_arguments(ARG "" "" "LINKS" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE zvonok_build ${ARG_LINKS} test_support)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300
    ENVIRONMENT "ZVONOK_SOURCE=${CMAKE_SOURCE_DIR};ZVONOK_BIN=${CMAKE_BINARY_DIR}/bin")
endfunction()

# zvonok_proto(NAME FILE.proto...): generated messages (lite runtime) as a library of their own, free of our warnings.
# Include as "station/entry/log.pb.h".
function(zvonok_proto name)
  set(outputs)
  foreach(proto ${ARGN})
    cmake_path(ABSOLUTE_PATH proto BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR} OUTPUT_VARIABLE source)
    cmake_path(RELATIVE_PATH source BASE_DIRECTORY ${CMAKE_SOURCE_DIR} OUTPUT_VARIABLE relative)
    string(REGEX REPLACE "\\.proto$" "" stem ${relative})
    set(base ${CMAKE_BINARY_DIR}/generated/${stem})
    add_custom_command(
      OUTPUT ${base}.pb.cc ${base}.pb.h
      COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_BINARY_DIR}/generated
      COMMAND protobuf::protoc --proto_path=${CMAKE_SOURCE_DIR} --cpp_out=${CMAKE_BINARY_DIR}/generated ${relative}
      WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
      DEPENDS ${source})
    list(APPEND outputs ${base}.pb.cc ${base}.pb.h)
  endforeach()
  add_library(${name} ${outputs})
  target_include_directories(${name} SYSTEM PUBLIC ${CMAKE_BINARY_DIR}/generated)
  target_link_libraries(${name} PUBLIC protobuf::libprotobuf-lite)
endfunction()
